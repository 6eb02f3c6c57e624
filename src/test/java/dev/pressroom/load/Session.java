package dev.pressroom.load;

import dev.pressroom.support.WebSite;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One call of the program, from the first look at the service to the report. What it has started it also ends. */
final class Session {
    private static final int LAST_WORDS_SECONDS = 20;

    private final Plan wanted;
    private final Optional<String> token;
    private final Path report;
    private final boolean soak;
    private final boolean ownNode;
    private final OptionalLong pid;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean stopping;

    /**
     * @param soak whether to look at what grows
     * @param noUrl whether no service was named: a soak starts its own then
     */
    Session(Plan plan, Optional<String> token, Path report, boolean soak, boolean noUrl, OptionalLong pid) {
        this.wanted = plan;
        this.token = token;
        this.report = report;
        this.soak = soak;
        this.ownNode = soak && noUrl;
        this.pid = pid;
    }

    /** The exit code. */
    int run() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopEarly, "load-end"));
        try {
            return ownNode ? onOwnNode() : loaded(wanted, Probes.ofEnvironment(wanted.url(), pid, System.getenv()));
        } finally {
            closeAll();
            done.countDown();
        }
    }

    private int onOwnNode() throws Exception {
        System.out.println("Starting a node with servers of its own ...");
        SoakNode node = opened(SoakNode.start(report.toAbsolutePath().resolveSibling("node.log")));
        return loaded(wanted.at(node.url()), node.probes());
    }

    private int loaded(Plan plan, Probes probes) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        opened(() -> vertx.close().await(10, TimeUnit.SECONDS));
        ServiceClient wire = new ServiceClient(vertx, plan.url());
        LoadUsers customers = admitted(vertx, wire, plan);
        System.out.println(ErrorKinds.format(
                "%s: %s a second for %s, %s. Ctrl-C ends it early.",
                plan.url(), ErrorKinds.number(plan.rate()), Progress.clock(plan.duration()), plan.words()));
        LoadStatistics tally = new LoadStatistics(plan, System::nanoTime);
        LoadRun run = new LoadRun(
                vertx.getOrCreateContext(), plan, wire, customers, new SampleRequests(plan, page(plan)), tally);
        Optional<Sampler> sampler = soak ? Optional.of(opened(new Sampler(probes, tally))) : Optional.empty();
        run.start();
        sampler.ifPresent(Sampler::start);
        await(run, new Progress(plan, tally, System.out, Progress.onTerminal()), plan, tally, sampler);
        run.stop();
        return told(plan, tally, sampler);
    }

    private LoadUsers admitted(Vertx vertx, ServiceClient wire, Plan plan) {
        ServiceCheck door = new ServiceCheck(vertx, wire, plan.url().toString());
        door.knock();
        if (token.isPresent()) {
            door.show(token.get());
            return LoadUsers.sharing(vertx, new Random(), token.get());
        }
        Duration ttl = plan.longest().plusMinutes(10);
        Supplier<String> tokens = ownNode ? SoakNode::token : ServiceCheck.tokens(vertx, System.getenv(), ttl);
        door.show(tokens.get());
        return LoadUsers.each(vertx, new Random(), plan.users(), tokens);
    }

    private String page(Plan plan) {
        if (plan.type() != Plan.Type.WEBSITE || plan.page().isPresent()) {
            return plan.page().map(Object::toString).orElse("");
        }
        return opened(WebSite.open()).garden();
    }

    private void await(LoadRun run, Progress progress, Plan plan, LoadStatistics tally, Optional<Sampler> sampler)
            throws InterruptedException {
        while (!run.isOver() && !stopping) {
            TimeUnit.MILLISECONDS.sleep(progress.pauseMillis());
            progress.tick();
            if (tally.elapsed().compareTo(plan.duration()) >= 0) {
                sampler.ifPresent(Sampler::close);
            }
        }
        progress.end();
    }

    private int told(Plan plan, LoadStatistics tally, Optional<Sampler> sampler) throws IOException {
        sampler.ifPresent(Sampler::close);
        Optional<Soak> soaked = sampler.map(Soak::of);
        System.out.println("\n" + Summary.of(tally));
        soaked.ifPresent(found -> System.out.println(found.text()));
        Files.createDirectories(report.toAbsolutePath().getParent());
        Files.writeString(report, HtmlReport.of(plan, tally, soaked));
        System.out.println("Report: " + report.toAbsolutePath().toUri());
        boolean kept = tally.counts().faults() == 0 && tally.counts().succeeded() > 0;
        return kept && soaked.map(Soak::isFlat).orElse(true) ? 0 : 1;
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private void closeAll() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.err.println("scripts/load: error while stopping: " + e.getMessage());
            }
        }
    }

    /** On Ctrl-C: what was seen so far is told before the end. */
    private void stopEarly() {
        stopping = true;
        try {
            done.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
