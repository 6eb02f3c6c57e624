package dev.pressroom.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.TextPattern;
import dev.pressroom.support.ClassFiles;
import dev.pressroom.support.HostileTexts;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each pattern that a class of the service keeps is given a megabyte of what it finds hardest. */
class TextPatternsTest {
    /** Alternatives and characters of an expression, as far as they stand for themselves. */
    private static final Pattern LITERALS = Pattern.compile("[^\\\\()\\[\\]{}|?*+^$.]+");

    private static final Map<String, TextPattern> FOUND = found();

    static Stream<String> patterns() {
        return FOUND.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void aMegabyteIsMatchedWithinAHundredMilliseconds(String name) {
        TextPattern pattern = FOUND.get(name);
        HostileTexts.assertReadFast(
                name, HostileTexts.from(beginnings(pattern.toString())), text -> read(pattern, text));
    }

    @Test
    void thePatternsOfAllPackagesAreFound() {
        assertThat(FOUND.keySet())
                .hasSizeGreaterThan(30)
                .anyMatch(name -> name.contains(".page."))
                .anyMatch(name -> name.contains(".http."))
                .anyMatch(name -> name.contains(".image."));
    }

    private static void read(TextPattern pattern, String text) {
        pattern.matches(text);
        pattern.isIn(text);
        pattern.count(text);
    }

    private static String[] beginnings(String regex) {
        List<String> beginnings = new ArrayList<>();
        LITERALS.matcher(regex).results().map(found -> found.group()).limit(2).forEach(beginnings::add);
        beginnings.add(String.join("", beginnings));
        return beginnings.toArray(String[]::new);
    }

    /** By class and field. */
    private static Map<String, TextPattern> found() {
        Map<String, TextPattern> found = new LinkedHashMap<>();
        for (String name : ClassFiles.names()) {
            try {
                Class<?> type = Class.forName(name);
                for (Field field : type.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        add(found, name + "." + field.getName(), field.get(null), true);
                    }
                }
            } catch (ReflectiveOperationException | LinkageError cannotBeLoaded) {
                // Classes for a platform that is not this one.
            }
        }
        return found;
    }

    /** The value itself, or what lists, enums and records of ours hold. */
    private static void add(Map<String, TextPattern> found, String name, Object value, boolean deeper)
            throws ReflectiveOperationException {
        if (value instanceof TextPattern pattern) {
            found.put(name, pattern);
        } else if (deeper && value instanceof Collection<?> all) {
            int i = 0;
            for (Object each : all) {
                add(found, name + "[" + i++ + "]", each, true);
            }
        } else if (deeper
                && (value instanceof Record || value instanceof Enum<?>)
                && value.getClass().getName().startsWith("dev.pressroom.")) {
            for (Field field : value.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    add(found, name + "." + field.getName(), field.get(value), false);
                }
            }
        }
    }
}
