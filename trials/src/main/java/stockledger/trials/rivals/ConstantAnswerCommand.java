package stockledger.trials.rivals;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The limit of what any service on this server can do. */
@Command(
        name = "constant-answer",
        description =
                "Serves GET /constant, always the same 1,024 bytes, until it is ended: the limit that reads are held"
                        + " against.")
public final class ConstantAnswerCommand implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "8090", description = "where it listens")
    private int port;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Override
    public Integer call() {
        RivalServer.run(ConstantAnswer.class, port, Map.of());
        return 0;
    }
}
