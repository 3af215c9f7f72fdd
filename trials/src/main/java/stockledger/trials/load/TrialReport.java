package stockledger.trials.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintWriter;

/** What a trial found out, for a person, a program and the shell. */
interface TrialReport {

    @JsonProperty
    boolean clean();

    void print(PrintWriter out);
}
