"""W1 and W2 on SimPy: `on_simpy.py w1|w2 COUNT SEED` prints the CPU seconds of the run and the check values."""

import collections
import math
import random
import sys
import time

import simpy


def w1(count, luck):
    """M/M/20 at 0.95."""
    env, waits = simpy.Environment(), []
    servers = simpy.Resource(env, capacity=20)

    def customer():
        came = env.now
        with servers.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(luck.expovariate(1.0))

    def arrivals():
        for _ in range(count):
            yield env.timeout(luck.expovariate(19.0))
            env.process(customer())

    env.process(arrivals())
    env.run()
    return f"mean_wait {sum(waits) / count:.5f}"


def w2(count, luck, crews=200):
    """The closest of 200 idle responders on the unit square."""
    env, exp = simpy.Environment(), luck.expovariate
    places = [(luck.random(), luck.random()) for _ in range(crews)]
    idle, queue = set(range(crews)), collections.deque()
    mu = math.log(20) - 0.18
    sums = {"response": 0.0, "busy": 0.0, "waited": 0}

    def serve(who, place, called):
        while True:
            assigned = env.now
            yield env.timeout(exp(2.0))  # acknowledges
            yield env.timeout(exp(2.0))  # accepts
            yield env.timeout(exp(1.0))  # departs
            yield env.timeout(math.dist(places[who], place) / 0.02)
            sums["response"] += env.now - called
            yield env.timeout(luck.lognormvariate(mu, 0.6))
            sums["busy"] += env.now - assigned
            places[who] = place
            if not queue:
                idle.add(who)
                return
            place, called = queue.popleft()

    def arrivals():
        for _ in range(count):
            yield env.timeout(exp(4.8))
            place = (luck.random(), luck.random())
            if not idle:
                sums["waited"] += 1
                queue.append((place, env.now))
                continue
            x, y = place
            who = min(idle, key=lambda i: (places[i][0] - x) ** 2 + (places[i][1] - y) ** 2)
            idle.remove(who)
            env.process(serve(who, place, env.now))

    env.process(arrivals())
    env.run()
    response, utilisation = sums["response"] / count, sums["busy"] / (env.now * crews)
    return f"mean_response {response:.5f} utilisation {utilisation:.5f} waited {sums['waited']}"


if __name__ == "__main__":
    workload, count, seed = {"w1": w1, "w2": w2}[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
    began = time.process_time()
    check = workload(count, random.Random(seed))
    print(f"cpu_seconds {time.process_time() - began:.4f} {check}")
