"""W1 and, as near as it comes, W2 on Ciw: `on_ciw.py w1|w2 COUNT SEED` prints the CPU seconds and the check values.

Ciw cannot keep a server over several stages. Here all stages of W2 are one service time, two events an incident
instead of six: what it prints is more than it could do on W2 itself.
"""

import math
import random
import sys
import time

import ciw


def simulate(network, count, seed):
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(count, method="Finish")
    return simulation.get_all_records()


def w1(count, seed):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=19.0)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[20],
    )
    records = simulate(network, count, seed)
    return f"mean_wait {sum(r.waiting_time for r in records) / len(records):.5f}"


def w2(count, seed, crews=200):
    places, mu, response = {}, math.log(20) - 0.18, [0.0]

    def place_of(thing, key):
        if key not in places:
            places[key] = (random.random(), random.random())
        return places[key]

    def distance(server, incident):
        if server.busy:
            return 9.0
        return math.dist(place_of(server, server.id_number), incident_place(incident))

    def incident_place(incident):
        if not hasattr(incident, "place"):
            incident.place = (random.random(), random.random())
        return incident.place

    class Service(ciw.dists.Distribution):
        def sample(self, t=None, ind=None):
            here, there = place_of(ind.server, ind.server.id_number), incident_place(ind)
            way = random.expovariate(2.0) + random.expovariate(2.0) + random.expovariate(1.0) + math.dist(here, there) / 0.02
            response[0] += t + way - ind.arrival_date
            places[ind.server.id_number] = there
            return way + random.lognormvariate(mu, 0.6)

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=4.8)],
        service_distributions=[Service()],
        number_of_servers=[crews],
        server_priority_functions=[distance],
    )
    records = simulate(network, count, seed)
    busy, end = sum(r.service_time for r in records), max(r.exit_date for r in records)
    return f"mean_response {response[0] / count:.5f} utilisation {busy / (end * crews):.5f}"


if __name__ == "__main__":
    workload, count, seed = {"w1": w1, "w2": w2}[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
    began = time.process_time()
    check = workload(count, seed)
    print(f"cpu_seconds {time.process_time() - began:.4f} {check}")
