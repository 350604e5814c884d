"""Run a command and print what it cost: CPU seconds and peak memory in KiB, its children included, then its status.

A process of its own because on Linux a new process begins with the peak of the one that starts it: this one
stays smaller than anything that it measures. So it imports nothing of the benchmarks.
"""

import os
import sys

if __name__ == "__main__":
    silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silence)
    _, status, usage = os.wait4(pid, 0)
    print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
