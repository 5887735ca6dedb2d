"""A slow and lossy cable, for kernels without netem: relay.py ONE OTHER MILLISECONDS PERCENT

Makes two network interfaces. A frame that is sent to either comes out of the other so much later, or is lost.
"""
import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000


def interface(name):
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return end


def main(one, other, milliseconds, percent):
    delay = float(milliseconds) / 1000
    loss = float(percent) / 100
    chance = random.Random(1)
    ends = [interface(one), interface(other)]
    way = dict(zip(ends, reversed(ends)))
    under_way = []
    number = 0
    while True:
        wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
        for end in select.select(ends, [], [], wait)[0]:
            frame = os.read(end, 65536)
            if chance.random() >= loss:
                number += 1
                heapq.heappush(under_way, (time.monotonic() + delay, number, way[end], frame))
        while under_way and under_way[0][0] <= time.monotonic():
            _, _, end, frame = heapq.heappop(under_way)
            try:
                os.write(end, frame)
            except OSError:
                pass  # That interface is not up yet, or is full: lost as well.


main(*sys.argv[1:])
