package stockledger.architecture;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A program that a test runs. In CI (environment {@code CI=true}, or {@code -Dci}) a missing one fails the test; elsewhere it skips it. */
final class RequiredProgram {

    private RequiredProgram() {}

    static Path find(String path) {
        return find(path, "true".equals(System.getenv("CI")) || System.getProperty("ci") != null);
    }

    static Path find(String path, boolean ci) {
        Path program = Path.of(path);
        if (!Files.isExecutable(program)) {
            if (ci) {
                fail(path + " is not installed; CI must not skip this test");
            }
            Assumptions.abort(path + " is not installed");
        }
        return program;
    }
}
