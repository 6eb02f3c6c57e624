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

/** Texts of 1 MB that slow parsers take long for, and a check that the time of a parser is linear in their length. */
public final class HostileTexts {
    private static final int CHARACTERS = 1 << 20;
    private static final Duration SURELY_FAST = Duration.ofMillis(100);
    private static final int TRIES = 4;

    /** Ratio of the two text lengths whose times are compared. */
    private static final int SHORTER = 8;

    /** Limit between linear time, which gives {@link #SHORTER}, and quadratic time, which gives its square. */
    private static final int MOST_GROWTH = 3 * SHORTER;

    private static final long LEAST_NANOS = 10_000_000;
    private static final Executor DAEMON = work -> {
        Thread thread = new Thread(work, "hostile text");
        thread.setDaemon(true);
        thread.start();
    };

    private HostileTexts() {}

    /**
     * Spaces, line breaks, and four texts for each beginning: repeated, once before many spaces, once after them, and
     * repeated with other text at the end.
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
     * Parses each text, and fails when the processor time grows faster than the length. Up to 100 ms always passes; a
     * longer time is compared with the time for an eighth of the text.
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
                    .get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(reader + " takes more than 60 s for " + shown(text), e);
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
