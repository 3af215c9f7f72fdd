package stockledger.trials.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The query side, where it has an address of its own. */
public final class QuerySideOption {

    @Option(
            names = "--query-url",
            showDefaultValue = Visibility.NEVER,
            description = "address of the query side; that of the command side unless given")
    private @Nullable URI queryUrl;

    public URI urlOr(URI commandUrl) {
        return queryUrl == null ? commandUrl : queryUrl;
    }

    public void check(OptionChecks checks) {
        checks.httpUrl("--query-url", queryUrl);
    }
}
