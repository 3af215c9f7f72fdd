package stockledger.trials.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stockledger.trials.client.SetupFailed;
import stockledger.trials.client.Unreachable;

/** A trial as a command: validates its options, runs, prints the report, writes it as JSON, and returns the exit code. */
public abstract class TrialCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"--json", "--report"},
            paramLabel = "FILE",
            description = "also write the whole report to this file")
    private @Nullable Path json;

    /** Validates the options before anything is sent. */
    protected abstract void check(OptionChecks checks);

    /**
     * @throws SetupFailed when a precondition is missing
     * @throws IOException when the service cannot be reached
     */
    protected abstract TrialReport run() throws IOException;

    @Override
    public final Integer call() {
        OptionChecks checks = new OptionChecks(spec);
        check(checks);
        checks.writableFolderOf("--json", json);
        try {
            TrialReport report = run();
            PrintWriter out = spec.commandLine().getOut();
            report.lines().forEach(out::println);
            out.flush();
            if (json != null) {
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report);
            }
            return report.exitCode();
        } catch (SetupFailed e) {
            progress(String.valueOf(e.getMessage()));
            return ExitCode.NOT_STARTED;
        } catch (Unreachable | IOException e) {
            progress("the service cannot be reached: " + e.getMessage());
            return ExitCode.UNREACHABLE;
        }
    }

    /** Prints a line to standard error. */
    protected final void progress(String line) {
        err().println(line);
        err().flush();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** A name that no earlier run had. */
    protected static String newRun() {
        return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }
}
