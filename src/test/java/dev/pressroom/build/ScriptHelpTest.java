package dev.pressroom.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bench.Bench;
import dev.pressroom.chaos.Chaos;
import dev.pressroom.load.Load;
import dev.pressroom.pruning.Pruning;
import dev.pressroom.upgrade.Upgrade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The scripts answer {@code --help} from files, since the programs that know it may have to be built first. */
class ScriptHelpTest {
    @TempDir
    private Path folder;

    static Stream<CommandLine> programs() {
        return Stream.of(Bench.command(), Chaos.command(), Load.command(), Pruning.command(), Upgrade.command());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theFileHoldsWhatTheProgramSays(CommandLine program) throws IOException {
        String script = program.getCommandName().replace("scripts/", "");
        String usage = program.setUsageHelpAutoWidth(false).getUsageMessage(CommandLine.Help.Ansi.OFF);

        assertThat(Files.readString(Path.of("scripts", "help", script + ".txt")))
                .isEqualTo(usage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench", "chaos", "cluster", "load", "pruning", "run", "test", "upgrade"})
    void helpNeedsNeitherAJdkNorABuild(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("scripts/" + script, "--help")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("JAVA_HOME", "/nowhere");
        Process process = builder.start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("out"))).startsWith("Usage: scripts/" + script);
    }
}
