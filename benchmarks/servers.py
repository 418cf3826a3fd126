"""Servers that a measurement runs on 127.0.0.1, ended with it, and what the system and the JVM say of them."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
from contextlib import ExitStack, contextmanager

CLK_TCK = os.sysconf("SC_CLK_TCK")
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


def allow_descriptors(count):
    """Lets this process and those that it starts have so many; the system may not."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < count:
        raise SystemExit(f"{count} descriptors are needed, and the limit is {most}: raise it with ulimit -n")
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, most))


@contextmanager
def process(command, ready):
    """Runs a server, and gives it with the match of `ready` in what it says."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        try:
            for line in child.stdout:
                match = re.search(ready, line)
                if match:
                    yield child, match
                    break
            else:
                raise SystemExit(f"{command}: ended before it was ready")
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(30)


class Cluster:
    """A balancer and the workers that were started first."""

    def __init__(self, kvlb, balancer, client_port, worker_port):
        self.kvlb = kvlb
        self.balancer = balancer
        self.client_port = int(client_port)
        self.worker_port = int(worker_port)
        self.workers = []

    def target(self):
        return f"kvlb://127.0.0.1:{self.client_port}"

    def children(self):
        return [self.balancer, *self.workers]

    def worker(self):
        """Runs one more worker; ready means that it serves, with all data."""
        return process([self.kvlb, "worker", "--balancer", f"127.0.0.1:{self.worker_port}"], "kvlb worker ready")


@contextmanager
def cluster(kvlb, workers):
    with ExitStack() as stack:
        ports = ["--client-port", "0", "--worker-port", "0"]
        # A few more than any measurement opens, for who looks on.
        command = [kvlb, "balancer", *ports, "--clients-max", "10100"]
        balancer, bound = stack.enter_context(process(command, r"clients=\S+:(\d+) workers=\S+:(\d+)"))
        made = Cluster(kvlb, balancer, *bound.groups())
        for _ in range(workers):
            made.workers.append(stack.enter_context(made.worker())[0])
        yield made


@contextmanager
def redis():
    """Runs a redis-server that writes nothing to disk, and gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with process(command, "Ready to accept connections"):
        yield port


def redis_used_memory(port):
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(b"INFO memory\r\n")
        answer = b""
        while b"used_memory_peak:" not in answer:
            answer += connection.recv(65_536)
    return int(re.search(rb"used_memory:(\d+)", answer).group(1))


def bench_command(kvlb, target, seconds, *more):
    length = ["--duration", f"{seconds}s", "--warmup", "2s"]
    return [kvlb, "bench", "--target", target, "--json", *length, *map(str, more)]


def run_bench(command):
    """Returns what `kvlb bench --json` says; status 1, where not all was as it should be, is for the caller to judge."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command}: status {done.returncode}")
    return json.loads(done.stdout)


def figures(result):
    """Returns what counts of a run in which all was as it should be."""
    if not result["clean"]:
        raise SystemExit(f"not clean: {result['errorTexts']}, {result['misses']} misses")
    latency = result["all"]
    return {
        "requestsPerSecond": round(result["answersPerSecond"]),
        "p50Micros": latency["p50Micros"],
        "p99Micros": latency["p99Micros"],
    }


def resident_bytes(child):
    with open(f"/proc/{child.pid}/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * PAGE_KIB * 1024


def cpu_seconds(child):
    with open(f"/proc/{child.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / CLK_TCK


def live_heap_bytes(child):
    """Returns how many bytes of the heap a full collection leaves."""
    jcmd = os.path.join(os.environ["JAVA_HOME"], "bin", "jcmd") if "JAVA_HOME" in os.environ else "jcmd"
    subprocess.run([jcmd, str(child.pid), "GC.run"], stdout=subprocess.DEVNULL, check=True)
    said = subprocess.run([jcmd, str(child.pid), "GC.heap_info"], stdout=subprocess.PIPE, text=True, check=True)
    return int(re.search(r"heap\s+total \d+K, used (\d+)K", said.stdout).group(1)) * 1024
