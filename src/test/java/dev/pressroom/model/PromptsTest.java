package dev.pressroom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.config.InvalidSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
    @TempDir
    Path folder;

    @Test
    void aFileOfOnesOwnReplacesTheBuiltInOne() throws Exception {
        Files.writeString(folder.resolve("content.seo.md"), "Judge it.");
        Prompts prompts = Prompts.load(Optional.of(folder));
        assertThat(prompts.text(Task.SEO)).isEqualTo("Judge it.");
        assertThat(prompts.text(Task.OUTLINE)).contains("Outline");
    }

    @Test
    void theVersionChangesWithAPrompt() throws Exception {
        String builtIn = Prompts.load(Optional.empty()).version();
        Files.writeString(folder.resolve("content.seo.md"), "Judge it.");
        assertThat(Prompts.load(Optional.of(folder)).version()).hasSize(8).isNotEqualTo(builtIn);
    }

    @Test
    void aFileThatIsNoPromptIsRefusedByName() throws Exception {
        Files.writeString(folder.resolve("content.seoo.md"), "Judge it.");
        assertThatThrownBy(() -> Prompts.load(Optional.of(folder)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("content.seoo.md");
    }

    @Test
    void anEmptyFileIsRefused() throws Exception {
        Files.writeString(folder.resolve("content.seo.md"), " ");
        assertThatThrownBy(() -> Prompts.load(Optional.of(folder))).hasMessageContaining("is empty");
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> Prompts.load(Optional.of(folder.resolve("none"))))
                .isInstanceOf(InvalidSettings.class);
    }
}
