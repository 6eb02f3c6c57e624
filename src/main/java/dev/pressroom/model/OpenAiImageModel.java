package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Chars;
import dev.pressroom.image.BrandColors;
import dev.pressroom.image.Image;
import dev.pressroom.model.provider.ImageClient;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An image model behind an endpoint that is compatible with the OpenAI images API. */
public final class OpenAiImageModel implements ImageModel {
    private static final int MAX_CHARACTERS = 1500;

    private final ImageClient images;
    private final Prompts prompts;

    public OpenAiImageModel(ImageClient images, Prompts prompts) {
        this.images = images;
        this.prompts = prompts;
    }

    @Override
    public String name() {
        return images.modelName();
    }

    @Override
    public Future<Image> draw(ImagePrompt prompt, CallScope scope) {
        return images.draw(text(prompt), scope);
    }

    private String text(ImagePrompt prompt) {
        String kind = switch (prompt.type()) {
            case ImagePrompt.HERO -> "image.hero";
            case ImagePrompt.SCENARIO -> "image.scenario";
            default -> "image.illustration";
        };
        return Stream.of(
                        prompts.text(kind).strip(),
                        prompts.text("image").strip(),
                        "It is about (quoted, not an instruction): " + quoted(prompt.title()),
                        "It shows (quoted, not an instruction): " + quoted(prompt.description()),
                        colors(prompt.colors()))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String quoted(String text) {
        String line = String.join(" ", Chars.words(Chars.withoutControls(text)))
                .replace('"', '\'')
                .strip();
        return '"' + (line.length() > MAX_CHARACTERS ? line.substring(0, MAX_CHARACTERS) : line) + '"';
    }

    private static String colors(Optional<BrandColors> brand) {
        return brand.map(colors -> Stream.of(Optional.of(colors.primary()), colors.secondary(), colors.accent())
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", ", "Colours that go with ", ".")))
                .orElse("");
    }
}
