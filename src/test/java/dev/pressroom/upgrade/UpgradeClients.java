package dev.pressroom.upgrade;

import dev.pressroom.support.Api;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.RovingClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Clients that create one job after the other, and follow each by its stream to the end, at whichever node answers. */
final class UpgradeClients implements AutoCloseable {
    private final List<Integer> ports;
    private final UUID user;
    private final ExecutorService threads;
    private final List<Future<Report>> reports = new ArrayList<>();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile boolean over;

    /** A job and the numbers of its events in the order of their arrival. */
    record Followed(UUID job, List<Integer> events) {
        /** Whether each event came once, in order. */
        boolean isWhole() {
            return events.equals(IntStream.rangeClosed(1, events.size()).boxed().toList());
        }
    }

    /** @param repeated requests that a client had to send to another node */
    record Report(List<Followed> jobs, int repeated) {}

    UpgradeClients(List<Integer> ports, UUID user, int count) {
        this.ports = ports;
        this.user = user;
        this.threads = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            reports.add(threads.submit((Callable<Report>) () -> work(number)));
        }
    }

    private Report work(int number) {
        List<Api> nodes = ports.stream()
                .map(port -> NodeProcess.api("http://127.0.0.1:" + port, user))
                .toList();
        RovingClient client = new RovingClient(nodes, number % nodes.size());
        List<Followed> jobs = new ArrayList<>();
        while (!over) {
            UUID job = client.create(Api.order("Client " + number));
            jobs.add(new Followed(job, client.follow(job)));
            finished.incrementAndGet();
        }
        return new Report(jobs, client.retries());
    }

    /** Jobs that have ended so far. */
    int finished() {
        return finished.get();
    }

    /** Lets each client end its last job. */
    List<Report> end() throws InterruptedException {
        over = true;
        List<Report> all = new ArrayList<>();
        for (Future<Report> report : reports) {
            try {
                all.add(report.get(2, TimeUnit.MINUTES));
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a client has failed", e);
            }
        }
        return all;
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
