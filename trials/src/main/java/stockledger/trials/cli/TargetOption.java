package stockledger.trials.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** The service under trial. */
public final class TargetOption {

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "address of the service, or of the load balancer before it")
    private URI url = URI.create("");

    public URI url() {
        return url;
    }

    public void check(OptionChecks checks) {
        checks.httpUrl("--url", url);
    }
}
