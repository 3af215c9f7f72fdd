package stockledger.trials.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Validates options before anything is sent. Every violation is reported as one line. */
public record OptionChecks(CommandSpec spec) {

    /** The characters of a SKU, a location or the name of a run. */
    private static final String ID = "[A-Za-z0-9._-]{1,%d}";

    public OptionChecks range(String option, double value, double min, double max) {
        return require(
                value >= min && value <= max,
                String.format(Locale.ROOT, "%s must be %s to %s, not %s", option, text(min), text(max), text(value)));
    }

    /** The load client speaks HTTP without TLS. */
    public OptionChecks httpUrl(String option, @Nullable URI url) {
        return url(option, url, "http");
    }

    public OptionChecks httpOrHttpsUrl(String option, @Nullable URI url) {
        return url(option, url, "https?");
    }

    private OptionChecks url(String option, @Nullable URI url, String schemes) {
        return require(
                url == null
                        || url.getHost() != null
                                && String.valueOf(url.getScheme()).matches(schemes),
                option + " must be like http://localhost:8080, not " + url);
    }

    public OptionChecks id(String option, @Nullable String value, int maxLength) {
        return require(
                value == null || value.matches(ID.formatted(maxLength)),
                option + " is 1 to " + maxLength + " of letters, digits, '.', '_' and '-', not " + value);
    }

    public OptionChecks writableFolderOf(String option, @Nullable Path file) {
        return require(
                file == null || Files.isWritable(file.toAbsolutePath().resolveSibling(".")),
                option + ": nothing can be written beside " + file);
    }

    public OptionChecks require(boolean condition, String message) {
        if (!condition) {
            throw error(message, null);
        }
        return this;
    }

    public ParameterException error(String message, @Nullable Throwable cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }

    private static String text(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
