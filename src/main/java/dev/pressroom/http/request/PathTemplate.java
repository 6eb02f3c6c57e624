package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import java.util.List;
import java.util.stream.IntStream;

/** Paths of routes, with parameters such as {@code :jobId}. */
public final class PathTemplate {
    private PathTemplate() {}

    /** True when each segment of the path equals that of the template or stands for a parameter. */
    public static boolean matches(String template, String path) {
        List<String> expected = Chars.split(template, '/');
        List<String> segments = Chars.split(path, '/');
        return expected.size() == segments.size()
                && IntStream.range(0, segments.size())
                        .allMatch(i -> expected.get(i).startsWith(":")
                                || expected.get(i).equals(segments.get(i)));
    }
}
