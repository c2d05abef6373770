"""A TLS 1.3 client that asks for a new key again and again, and reads no answer. Usage: key-updates.py PORT"""
import ctypes
import socket
import sys

ssl = ctypes.CDLL("libssl.so.3")
for name in ("TLS_client_method", "SSL_CTX_new", "SSL_new"):
    getattr(ssl, name).restype = ctypes.c_void_p
context = ssl.SSL_CTX_new(ctypes.c_void_p(ssl.TLS_client_method()))
client = ctypes.c_void_p(ssl.SSL_new(ctypes.c_void_p(context)))

connection = socket.socket()
connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
connection.connect(("127.0.0.1", int(sys.argv[1])))
ssl.SSL_set_fd(client, connection.fileno())
# SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name
ssl.SSL_ctrl(client, 55, ctypes.c_long(0), b"ok.test")
if ssl.SSL_connect(client) != 1:
    sys.exit("no handshake")
# SSL_KEY_UPDATE_REQUESTED; the handshake sends the message.
while ssl.SSL_key_update(client, 1) == 1 and ssl.SSL_do_handshake(client) == 1:
    pass
