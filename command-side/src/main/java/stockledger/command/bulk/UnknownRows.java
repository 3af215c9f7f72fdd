package stockledger.command.bulk;

import java.util.Map;
import stockledger.command.dispatch.Refusal;

/** The address names no kind of rows. */
final class UnknownRows extends Refusal {

    UnknownRows() {
        super(Kind.UNKNOWN, "not-found", "There is nothing at this address.", Map.of());
    }
}
