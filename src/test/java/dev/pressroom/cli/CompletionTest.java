package dev.pressroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    /** Calls the completion function as bash does when the Tab key is pressed after the last word. */
    private static final String PRESS_TAB = """
            compopt() { :; }
            source "$1"
            shift
            COMP_WORDS=(pressroom "$@")
            COMP_CWORD=$#
            function_name=$(complete -p pressroom | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            "$function_name" pressroom "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            echo "${COMPREPLY[*]}"
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "jo,jobs",
        "jobs wat,watch",
        "queue p,pause",
        "jobs list --err,--error-code",
        "jobs list --status q,queued",
        "jobs cancel --type w,website_analysis",
        "completion f,fish",
        "usage --by o,owner",
        "limits c,clear",
        "limits set --bu,--budget"
    })
    void bashCompletes(String line, String word) throws Exception {
        assertThat(completed(line.split(" "))).isEqualTo(word);
    }

    @Test
    void bashOffersAllCommandsOfAGroup() throws Exception {
        assertThat(completed("queue", "").split(" ")).containsExactlyInAnyOrder("status", "pause", "resume");
    }

    private String completed(String... words) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("script"), script("bash"));
        String[] command = new String[words.length + 5];
        command[0] = "bash";
        command[1] = "-c";
        command[2] = PRESS_TAB;
        command[3] = "bash";
        command[4] = script.toString();
        System.arraycopy(words, 0, command, 5, words.length);
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        bash.getOutputStream().close();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out.strip();
    }

    private static String script(String shell) {
        CommandRun run = CommandRun.of(Map.of(), "completion", shell);
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theScriptOfEachShellHasAllCommands(String shell) {
        assertThat(script(shell)).contains("complete", "undrain", "error-code", "website_analysis");
    }

    @Test
    void theScriptOfFishHasNoHiddenCommand() {
        assertThat(script("fish")).doesNotContain("-a servers").contains("-a jobs");
    }
}
