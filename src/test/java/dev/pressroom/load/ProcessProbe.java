package dev.pressroom.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JVM on this machine: what is alive in its heap after a full collection, which this asks for, and what it holds of the system. */
final class ProcessProbe implements Probe {
    private static final long PATIENCE_SECONDS = 30;
    private static final Pattern CLASS = Pattern.compile("^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+)", Pattern.MULTILINE);
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);

    private static final Gauge HEAP = Gauge.megabytes("heap after a full GC", 1);
    private static final Gauge MEMORY = Gauge.megabytes("memory of the process (RSS)", 24);
    private static final Gauge FILES = Gauge.count("open files", 16);
    private static final Gauge THREADS = Gauge.count("threads", 4);
    private static final Gauge TIMERS = Gauge.count("timers", 40);
    private static final Gauge RUNS = Gauge.count("runs in memory", 30);
    private static final Gauge STREAMS = Gauge.count("streams in memory", 30);

    private final long pid;

    ProcessProbe(long pid) {
        this.pid = pid;
    }

    @Override
    public List<Gauge.Reading> read() throws IOException, InterruptedException {
        List<Gauge.Reading> readings = new ArrayList<>(ofHeap(histogram()));
        Path process = Path.of("/proc", Long.toString(pid));
        if (Files.isReadable(process.resolve("status"))) {
            String status = Files.readString(process.resolve("status"));
            readings.add(MEMORY.read(number(status, "VmRSS:\\s+(\\d+)") / 1024));
            readings.add(THREADS.read(number(status, "Threads:\\s+(\\d+)")));
            readings.add(FILES.read(files(process.resolve("fd"))));
        }
        return readings;
    }

    private static List<Gauge.Reading> ofHeap(String histogram) {
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("jcmd cannot look into the JVM");
        }
        return List.of(
                HEAP.read(Long.parseLong(total.group(1)) / 1e6),
                TIMERS.read(instances(histogram, "io.vertx.core.impl.VertxImpl$InternalTimerHandler")),
                RUNS.read(instances(histogram, "dev.pressroom.worker.JobRun")),
                STREAMS.read(instances(histogram, "dev.pressroom.http.EventStream")));
    }

    private static long instances(String histogram, String type) {
        return CLASS.matcher(histogram)
                .results()
                .filter(found -> found.group(2).equals(type))
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private String histogram() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes());
        if (!jcmd.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            jcmd.destroyForcibly();
        }
        return said;
    }

    private static double number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
