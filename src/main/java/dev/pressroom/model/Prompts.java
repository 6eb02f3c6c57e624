package dev.pressroom.model;

import dev.pressroom.config.InvalidSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The instructions for models: the files {@code prompts/<name>.md} of the jar. A file of the same name in the folder of
 * the operator replaces a built-in one.
 */
public final class Prompts {
    /** Separates instructions from data; precedes all other prompts. */
    static final String FRAME = "frame";

    /** Introduces the requirements of the client for the text. */
    static final String REQUIREMENTS = "wishes";

    private static final String SUFFIX = ".md";
    private static final int MAX_BYTES = 64 << 10;
    private static final int VERSION_BYTES = 4;

    private static final List<String> NAMES = List.of(
            FRAME,
            REQUIREMENTS,
            Task.OUTLINE,
            Task.ARTICLE,
            "content.article.visuals",
            "content.article.no-visuals",
            Task.VISUALS,
            Task.SEO,
            "website.page",
            Task.ANALYSIS,
            Task.OPENING,
            Task.INSIGHTS,
            Task.AUDIENCE,
            Task.PITCH,
            "image",
            "image.hero",
            "image.scenario",
            "image.illustration");

    private final Map<String, String> texts = new TreeMap<>();
    private final String version;

    private Prompts(Optional<Path> folder) throws IOException {
        for (String name : NAMES) {
            Optional<Path> own = folder.map(path -> path.resolve(name + SUFFIX)).filter(Files::exists);
            texts.put(name, own.isPresent() ? read(own.get()) : builtIn(name));
        }
        version = hash(texts);
    }

    /**
     * Loads the prompts.
     *
     * @param folder with prompts that replace the built-in ones
     * @throws InvalidSettings naming the file that is unknown, unreadable, empty or larger than 64 KiB
     */
    public static Prompts load(Optional<Path> folder) {
        try {
            if (folder.isPresent()) {
                refuseUnknown(folder.get());
            }
            return new Prompts(folder);
        } catch (IOException e) {
            throw invalid("cannot be read: " + e.getMessage());
        }
    }

    /** The text of a prompt. */
    String text(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("there is no prompt " + name);
        }
        return text;
    }

    /** The first {@value #VERSION_BYTES} bytes, in hexadecimal, of the SHA-256 over all prompts in use. */
    public String version() {
        return version;
    }

    private static void refuseUnknown(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<String> unknown = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .filter(name -> !NAMES.contains(name.substring(0, name.length() - SUFFIX.length())))
                    .sorted()
                    .findFirst();
            if (unknown.isPresent()) {
                throw invalid(unknown.get() + " is no prompt of this version; there are " + String.join(", ", NAMES));
            }
        }
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw invalid(file + " is larger than 64 KiB");
        }
        String text = Files.readString(file);
        if (text.isBlank()) {
            throw invalid(file + " is empty");
        }
        return text;
    }

    private static InvalidSettings invalid(String sentence) {
        return new InvalidSettings(List.of("PRESSROOM_PROMPTS: " + sentence));
    }

    private static String builtIn(String name) {
        try (InputStream file = Prompts.class.getResourceAsStream("/prompts/" + name + SUFFIX)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Map<String, String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts.forEach((name, text) -> {
                digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
