"""provjobd: tells the watchdog's server that this machine is alive, a new connection each time. A beat that fails is an event of the harness.

usage: watchdog.py URL
"""
import json
import ssl
import sys
import time
import urllib.request

url = sys.argv[1]
pace = float(sys.argv[2])
context = ssl.create_default_context(cafile="/etc/ssl/certs/ca-certificates.crt")
# What a job exports must not reach root's process; without proxies of an environment either.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
while True:
    try:
        opener.open(urllib.request.Request(url, data=b"{}", method="POST"), timeout=4 * pace).read()
    except Exception as error:
        print(json.dumps({"event": "lost", "who": "watchdog", "why": repr(error)}), flush=True)
    time.sleep(0.25 * pace)
