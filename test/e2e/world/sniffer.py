"""Records every IP packet that reaches an interface of the world, one JSON line each: the witness of "zero bytes".

Usage: sniffer.py INTERFACE FILE HEARD. For each line on standard input, all that had arrived by then is in FILE when the line is in HEARD.
"""
import json
import os
import select
import socket
import struct
import sys

ETH_P_ALL = 0x0003

interface, path, heard = sys.argv[1:4]
tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
tap.bind((interface, 0))
tap.setblocking(False)


def frames():
    while True:
        try:
            yield tap.recvfrom(65535)
        except BlockingIOError:
            return


def groups_of(records, size):
    """The groups of a report's records, whose addresses have so many bytes (RFC 3376, section 4.2; RFC 3810, section 5.2)."""
    while len(records) >= 4 + size:
        yield socket.inet_ntop(socket.AF_INET if size == 4 else socket.AF_INET6, records[4 : 4 + size])
        records = records[4 + size + size * struct.unpack("!H", records[2:4])[0] + 4 * records[1] :]


watched = [tap, sys.stdin.fileno()]
with open(path, "a", buffering=1) as out:
    print("ready", flush=True)
    while True:
        ready = select.select(watched, [], [])[0]
        asked = os.read(watched[1], 4096) if watched[-1] in ready and len(watched) > 1 else None
        for frame, address in frames():
            if address[2] == socket.PACKET_OUTGOING:
                continue
            kind = struct.unpack("!H", frame[12:14])[0]
            if kind == 0x0800 and len(frame) >= 34:
                header = (frame[14] & 15) * 4
                proto = frame[23]
                record = {"proto": proto, "src": socket.inet_ntoa(frame[26:30]), "dst": socket.inet_ntoa(frame[30:34])}
                rest = frame[14 + header :]
                if proto == 2 and len(rest) >= 8:
                    record["groups"] = list(groups_of(rest[8:], 4)) if rest[0] == 0x22 else [socket.inet_ntoa(rest[4:8])]
                if proto in (6, 17, 132, 136) and len(rest) >= 4:
                    record["sport"], record["dport"] = struct.unpack("!HH", rest[:4])
                if proto == 6 and len(rest) >= 14:
                    total = struct.unpack("!H", frame[16:18])[0]
                    record["flags"] = rest[13]
                    record["data"] = max(0, total - header - (rest[12] >> 4) * 4)
                elif proto == 17:
                    record["data"] = max(0, len(rest) - 8)
                out.write(json.dumps(record) + "\n")
            elif kind == 0x86DD and len(frame) >= 54:
                record = {"proto": frame[20], "v6": True, "src": socket.inet_ntop(socket.AF_INET6, frame[22:38]), "dst": socket.inet_ntop(socket.AF_INET6, frame[38:54])}
                # Neighbour discovery is the kernel's own; so are reports of the groups that it needs.
                if frame[20] != 58 and frame[20] != 0:
                    out.write(json.dumps(record) + "\n")
                # Behind a hop-by-hop header of eight bytes.
                if frame[20] == 0 and len(frame) >= 70 and frame[54] == 58 and frame[62] == 143:
                    record["groups"] = [group for group in groups_of(frame[70:], 16) if not group.startswith("ff02::")]
                    if record["groups"]:
                        out.write(json.dumps(record) + "\n")
        if asked:
            with open(heard, "w") as answer:
                answer.write(asked.decode().split()[-1])
        elif asked is not None:
            watched.pop()
