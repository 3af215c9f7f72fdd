package stockledger.trials.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stockledger.trials.client.SetupFailed;

/** A document that contains the tables of the latest report between two markers. */
public final class DocumentOption {

    private final String marker;

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = "put the tables into this document, between its markers")
    private @Nullable Path document;

    public DocumentOption(String marker) {
        this.marker = marker;
    }

    public void check(OptionChecks checks) {
        checks.require(
                document == null || Files.isWritable(document), "--document: " + document + " cannot be written");
    }

    /** Fails before the trial rather than after it. */
    public void requireMarkers() throws IOException {
        if (document != null) {
            replace(Files.readString(document), marker, List.of());
        }
    }

    public void write(List<String> lines) throws IOException {
        if (document != null) {
            Files.writeString(document, replace(Files.readString(document), marker, lines));
        }
    }

    /**
     * The document with these lines in place of those between its markers.
     *
     * @throws SetupFailed when it has no such markers
     */
    public static String replace(String document, String marker, List<String> lines) {
        String begin = "<!-- " + marker + " -->\n";
        String end = "<!-- end of " + marker + " -->";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new SetupFailed("the document has no part between " + begin.strip() + " and " + end);
        }
        return document.substring(0, from + begin.length()) + String.join("\n", lines) + "\n" + document.substring(to);
    }
}
