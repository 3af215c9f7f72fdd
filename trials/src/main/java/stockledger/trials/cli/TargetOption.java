package stockledger.trials.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import stockledger.trials.client.Credential;

/** The service under trial. */
public final class TargetOption {

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "address of the service, or of the load balancer before it")
    private URI url = URI.create("");

    /** A key on the command line is visible to other users of the machine; the variable is not. */
    @Option(
            names = "--api-key",
            defaultValue = "${env:STOCKLEDGER_API_KEY}",
            showDefaultValue = Visibility.NEVER,
            description = "API key of the service, when it has any; else the variable STOCKLEDGER_API_KEY")
    private void apiKey(@Nullable String key) {
        Credential.use(key);
    }

    public URI url() {
        return url;
    }

    public void check(OptionChecks checks) {
        checks.httpUrl("--url", url);
    }
}
