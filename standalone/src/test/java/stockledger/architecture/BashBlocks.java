package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs blocks of commands of documents. */
final class BashBlocks {

    /** The address of the service in documents. */
    static final String SHOWN_ADDRESS = "127.0.0.1:8080";

    private BashBlocks() {}

    /**
     * The output of a block; curl fails on a status other than 2xx.
     *
     * @param folder in which it runs
     */
    static String run(String commands, RunningJar service, Path folder) throws IOException, InterruptedException {
        return run(commands.replace(SHOWN_ADDRESS, "127.0.0.1:" + service.port()), folder);
    }

    /** The same of a block without requests. */
    static String run(String commands, Path folder) throws IOException, InterruptedException {
        Path output = Files.createTempFile("block", ".txt");
        Process bash = new ProcessBuilder(
                        "bash",
                        "-euo",
                        "pipefail",
                        "-c",
                        "curl() { command curl --fail-with-body \"$@\"; }\n" + commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).as(commands).isTrue();
        String answer = Files.readString(output);
        Files.delete(output);
        assertThat(bash.exitValue()).as("%s\nanswered %s", commands, answer).isZero();
        return answer;
    }
}
