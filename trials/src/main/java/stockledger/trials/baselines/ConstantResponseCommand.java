package stockledger.trials.baselines;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a constant response, the baseline for throughput. */
@Command(
        name = "constant-answer",
        description =
                "Serves GET /constant, always the same 1,024 bytes, until it is stopped: the baseline that reads are compared"
                        + " with.")
public final class ConstantResponseCommand implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "8090", description = "HTTP port")
    private int port;

    @Override
    public Integer call() {
        BaselineServer.run(ConstantResponse.class, port, Map.of());
        return 0;
    }
}
