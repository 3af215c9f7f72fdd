package stockledger.command.http;

import java.util.Map;
import stockledger.command.dispatch.Refusal;

/** The disk of the event store is almost full: commands are refused before anything is stored. */
final class InsufficientStorage extends Refusal {

    static final String CODE = "insufficient-storage";
    static final String DETAIL =
            "The disk of the event store is almost full; commands are refused, queries are answered.";

    InsufficientStorage() {
        super(Kind.NO_SPACE, CODE, DETAIL, Map.of());
    }
}
