package stockledger.trials.reads;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import stockledger.trials.client.Unreachable;

/** People look around in a large shop: pages, lists, and whether what is in a basket can be had. */
@Command(
        name = "reads",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Loads a large catalog unless it is there, asks for its pages, lists and availability as a shop's customers"
                    + " do, and holds the service against the limit of its server, a constant answer; against raw"
                    + " Redis; and against pages that are joined from tables of PostgreSQL for every question.",
            "",
            "Everything is measured in the same run, in turns. The rivals are started and ended by the trial.",
            ""
        },
        exitCodeOnInvalidInput = ReadsCommand.NOT_STARTED,
        exitCodeOnExecutionException = ReadsCommand.TRIAL_BROKEN,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all that is wanted was reached, and no question failed",
            "1:something was not reached, or a question failed",
            "2:wrong options, or a catalog that cannot be loaded",
            "4:the service cannot be reached",
            "5:the trial itself is broken"
        })
public final class ReadsCommand implements Callable<Integer> {

    static final int CLEAN = 0;
    static final int NOT_CLEAN = 1;
    static final int NOT_STARTED = 2;
    static final int UNREACHABLE = 4;
    static final int TRIAL_BROKEN = 5;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReadsOptions options = new ReadsOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        options.require(spec);
        RedisAddress redis = options.redis(spec);
        PrintWriter err = spec.commandLine().getErr();
        try {
            if (options.document != null) {
                // Known before the trial, not after.
                Document.with(Files.readString(options.document), "reads", List.of());
            }
            ReadsReport report = new ReadsRun(options, redis, what -> say(err, what)).run();
            PrintWriter out = spec.commandLine().getOut();
            ReadsText.lines(report).forEach(out::println);
            out.flush();
            write(report);
            return report.clean() ? CLEAN : NOT_CLEAN;
        } catch (Refused e) {
            err.println(e.getMessage());
            return NOT_STARTED;
        } catch (Unreachable | IOException e) {
            err.println("the service cannot be reached: " + e.getMessage());
            return UNREACHABLE;
        }
    }

    private static void say(PrintWriter err, String what) {
        err.println(what);
        err.flush();
    }

    private void write(ReadsReport report) throws IOException {
        Path json = options.json;
        if (json != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report);
        }
        writeText(options.html, ReadsPage.html(report));
        Path document = options.document;
        if (document != null) {
            writeText(document, Document.with(Files.readString(document), "reads", ReadsText.lines(report)));
        }
    }

    private static void writeText(@Nullable Path file, String text) throws IOException {
        if (file != null) {
            Files.writeString(file, text);
        }
    }
}
