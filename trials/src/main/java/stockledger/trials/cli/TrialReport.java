package stockledger.trials.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The result of a trial; its record components are the members of the JSON report. */
public interface TrialReport {

    /** Whether every check passed. */
    @JsonProperty
    boolean clean();

    default int exitCode() {
        return clean() ? ExitCode.CLEAN : ExitCode.NOT_CLEAN;
    }

    /** The report as text. */
    List<String> lines();
}
