package dev.pressroom.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Texts of a megabyte that a careless reader takes long for, and a check that its time grows with their length. */
public final class HostileTexts {
    private static final int CHARACTERS = 1 << 20;
    private static final Duration SURELY_FAST = Duration.ofMillis(100);
    private static final int TRIES = 4;

    /** How much shorter the text is that a slow reading is compared with. */
    private static final int SHORTER = 8;

    /** Linear time gives {@link #SHORTER}, quadratic its square; between them is room for caches and noise. */
    private static final int MOST_GROWTH = 3 * SHORTER;

    private static final long LEAST_NANOS = 10_000_000;
    private static final Executor DAEMON = work -> {
        Thread thread = new Thread(work, "hostile text");
        thread.setDaemon(true);
        thread.start();
    };

    private HostileTexts() {}

    /**
     * Blanks, line breaks, and what is made of each of the beginnings: repeated, once before many blanks, once after
     * them, and repeated with something else at the end.
     */
    public static List<String> from(String... beginnings) {
        Set<String> texts = new LinkedHashSet<>(List.of(
                of(" "), of(" ") + "x", of("\n"), of("\n") + "x", of("\t \r\n"), of("a"), of("a "), of("0"), of("\\")));
        for (String beginning : beginnings) {
            if (!beginning.isEmpty()) {
                texts.add(of(beginning));
                texts.add(beginning + of(" "));
                texts.add(of(" ") + beginning);
                texts.add(of(beginning) + "\u0001\n");
                texts.add(of(beginning + " "));
            }
        }
        return new ArrayList<>(texts);
    }

    public static String of(String piece) {
        return piece.repeat(Math.max(1, CHARACTERS / piece.length()));
    }

    /**
     * Reads each text, and fails when the time of the processor grows faster than the length of the text. A reading
     * within 100 ms is fast enough whatever the machine; a longer one is compared with that of an eighth of the text.
     */
    public static void assertReadFast(String reader, List<String> texts, Consumer<String> read) {
        for (String text : texts) {
            Duration whole = fastest(reader, text, read);
            if (whole.compareTo(SURELY_FAST) > 0) {
                Duration part = fastest(reader, text.substring(text.length() - text.length() / SHORTER), read);
                assertThat(whole.toNanos())
                        .as(reader + " of " + shown(text) + " against " + part + " for an eighth of it")
                        .isLessThanOrEqualTo(MOST_GROWTH * Math.max(part.toNanos(), LEAST_NANOS));
            }
        }
    }

    private static Duration fastest(String reader, String text, Consumer<String> read) {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < TRIES && best.compareTo(SURELY_FAST) > 0; i++) {
            Duration taken = timed(reader, text, read);
            best = taken.compareTo(best) < 0 ? taken : best;
        }
        return best;
    }

    private static Duration timed(String reader, String text, Consumer<String> read) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                long begin = processorNanos();
                                read.accept(text);
                                return Duration.ofNanos(processorNanos() - begin);
                            },
                            DAEMON)
                    .get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(reader + " takes more than 10 s for " + shown(text), e);
        } catch (ExecutionException e) {
            throw new AssertionError(reader + " fails for " + shown(text), e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String shown(String text) {
        return "“" + text.substring(0, Math.min(20, text.length())).replace("\n", "\\n") + "…” (" + text.length()
                + " characters)";
    }
}
