package dev.pressroom.chaos;

import dev.pressroom.support.NodeArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One process of a node, as the chaos run sees it. */
final class Member {
    private static final int HEAP_SECONDS = 120;

    private final UUID id;
    private final Process process;
    private final PrintWriter orders;
    private final ConcurrentLinkedQueue<Began> began = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Long> heaps = new LinkedBlockingQueue<>();
    private volatile OptionalInt port = OptionalInt.empty();
    private volatile boolean killed;

    private Member(UUID id, Process process) {
        this.id = id;
        this.process = process;
        this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /** A step that was begun. */
    record Began(UUID job, String step, int attempt) {}

    /**
     * Starts a node.
     *
     * @param clockOffset by how much its clock is wrong
     * @param heap such as {@code -Xmx192m}
     * @param log what it says is added here
     * @param onEnd told when the process has ended, for whatever reason
     */
    static Member start(
            UUID id,
            Duration clockOffset,
            String heap,
            Map<String, String> environment,
            Path log,
            Consumer<Member> onEnd) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(NodeArchive.options());
        command.addAll(List.of(ChaosNode.class.getName(), id.toString(), Long.toString(clockOffset.toSeconds())));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            Member member = new Member(id, builder.start());
            Thread reader = new Thread(() -> member.listen(log, onEnd), "node " + id);
            reader.setDaemon(true);
            reader.start();
            return member;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(Path log, Consumer<Member> onEnd) {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter kept = new PrintWriter(Files.newBufferedWriter(
                        log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                heard(line, kept);
            }
        } catch (IOException e) {
            if (!killed) {
                throw new UncheckedIOException(e);
            }
        } finally {
            onEnd.accept(this);
        }
    }

    private void heard(String line, PrintWriter log) {
        if (line.startsWith(ChaosNode.BEGAN)) {
            String[] words = line.substring(ChaosNode.BEGAN.length()).split(" ");
            began.add(new Began(UUID.fromString(words[0]), words[1], Integer.parseInt(words[2])));
        } else if (line.startsWith(ChaosNode.READY)) {
            port = OptionalInt.of(Integer.parseInt(line.substring(ChaosNode.READY.length())));
        } else if (line.startsWith(ChaosNode.HEAP_IS)) {
            heaps.add(Long.parseLong(line.substring(ChaosNode.HEAP_IS.length())));
        } else {
            log.println(line);
            log.flush();
        }
    }

    UUID id() {
        return id;
    }

    /** Where it serves HTTP; empty until it does. */
    OptionalInt port() {
        return port;
    }

    /** Whether it serves, as far as anybody can tell who does not ask it. */
    boolean isUp() {
        return port.isPresent() && process.isAlive();
    }

    /** Whether it was ended from here. */
    boolean isKilled() {
        return killed;
    }

    /** The steps that it has begun so far. */
    List<Began> began() {
        return List.copyOf(began);
    }

    /** {@code kill -9}, and waits until it is gone. */
    void kill() {
        killed = true;
        process.destroyForcibly().onExit().join();
    }

    /** SIGSTOP: it does nothing any more, and does not notice. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT: it goes on where it was. */
    void thaw() {
        signal("CONT");
    }

    /** Gives it an order of {@link ChaosNode}. */
    void order(String order) {
        orders.println(order);
    }

    /** Bytes of its heap in use after a garbage collection; empty when it does not answer in time. */
    OptionalLong heapBytes() throws InterruptedException {
        order(ChaosNode.HEAP);
        Long bytes = heaps.poll(HEAP_SECONDS, TimeUnit.SECONDS);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** Java knows no signals; the process is our child and is waited for, so its number is still its own. */
    private void signal(String name) {
        if (!process.isAlive()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
