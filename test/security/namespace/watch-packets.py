# Prints a line of JSON for every packet that leaves a process of this network namespace: "UDP 192.0.2.53 53". Packets are
# seen by the kernel's own tap (packet(7)), so that nothing a program does goes around it. Ends when its input does.
import json
import socket
import sys
import threading

tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 20)
protocols = {1: "ICMP", 6: "TCP", 17: "UDP", 58: "ICMPv6"}
outgoing = 4


def watch():
    while True:
        packet, address = tap.recvfrom(65535)
        # Everything goes over the one loopback, where each packet comes by twice: once out and once in.
        if address[2] != outgoing or len(packet) < 20:
            continue
        version = packet[0] >> 4
        if version == 4:
            start, protocol = (packet[0] & 15) * 4, packet[9]
            source, target = socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20])
        else:
            start, protocol = 40, packet[6]
            source = socket.inet_ntop(socket.AF_INET6, packet[8:24])
            target = socket.inet_ntop(socket.AF_INET6, packet[24:40])
        has_ports = protocol in (6, 17)
        ports = [int.from_bytes(packet[start + at : start + at + 2], "big") if has_ports else 0 for at in (0, 2)]
        print(json.dumps([protocols.get(protocol, str(protocol)), source, ports[0], target, ports[1]]), flush=True)


threading.Thread(target=watch, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
