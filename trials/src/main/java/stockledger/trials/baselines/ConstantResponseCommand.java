package stockledger.trials.baselines;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves constant responses, the baselines for throughput. */
@Command(
        name = "constant-answer",
        description =
                "Serves always the same 1,024 bytes until it is stopped: GET /constant from Spring MVC, and GET /valve from"
                        + " the first valve of Tomcat. Reads are compared with both.")
public final class ConstantResponseCommand implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "8090", description = "HTTP port")
    private int port;

    @Override
    public Integer call() {
        BaselineServer.run(ConstantResponse.class, port, Map.of());
        return 0;
    }
}
