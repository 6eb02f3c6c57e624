package dev.pressroom.support;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** References of the compiled classes, read from their constant pools (JVM specification, section 4.4). */
public final class ClassFiles {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final int MAGIC = 0xCAFEBABE;

    private ClassFiles() {}

    /**
     * For each top-level class with its nested ones, such as {@code dev/pressroom/Node}: the referenced classes, and the
     * referenced methods in the form {@code java/lang/String.split}.
     */
    public static Map<String, Set<String>> references() {
        Map<String, Set<String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/pressroom"))) {
            files.filter(file -> file.toString().endsWith(".class"))
                    .forEach(file -> all.computeIfAbsent(topLevel(file), name -> new TreeSet<>())
                            .addAll(references(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** Names of all classes of the service, nested ones too, as {@link Class#forName} takes them. */
    public static Set<String> names() {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/pressroom"))) {
            Set<String> names = new TreeSet<>();
            files.filter(file -> file.toString().endsWith(".class"))
                    .map(ClassFiles::name)
                    .map(name -> name.replace('/', '.'))
                    .forEach(names::add);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        String path = CLASSES.relativize(file).toString().replace('\\', '/');
        return path.substring(0, path.length() - ".class".length());
    }

    private static String topLevel(Path file) {
        String name = name(file);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static Set<String> references(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(file + " is not a class file");
            }
            in.readInt();
            return references(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> references(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, Integer> classes = new HashMap<>();
        Map<Integer, Integer> names = new HashMap<>();
        Map<Integer, int[]> members = new HashMap<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 7 -> classes.put(i, in.readUnsignedShort());
                case 9, 10, 11 -> members.put(i, new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
                case 12 -> {
                    names.put(i, in.readUnsignedShort());
                    in.readUnsignedShort();
                }
                case 3, 4, 17, 18 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++;
                }
                case 8, 16, 19, 20 -> in.readUnsignedShort();
                case 15 -> in.skipBytes(3);
                default -> throw new IOException("unknown constant " + tag);
            }
        }
        Set<String> found = new TreeSet<>();
        classes.values().forEach(text -> found.add(texts.get(text)));
        members.values()
                .forEach(
                        member -> found.add(texts.get(classes.get(member[0])) + "." + texts.get(names.get(member[1]))));
        return found;
    }
}
