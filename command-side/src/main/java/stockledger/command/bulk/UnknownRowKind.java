package stockledger.command.bulk;

import java.util.Map;
import stockledger.command.dispatch.Refusal;

/** The address names no kind of rows. */
final class UnknownRowKind extends Refusal {

    UnknownRowKind() {
        super(Kind.UNKNOWN, "not-found", "There is no bulk upload at this address.", Map.of());
    }
}
