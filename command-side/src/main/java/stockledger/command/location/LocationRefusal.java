package stockledger.command.location;

import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.LocationId;

/** Why a location does not do what was asked. */
public abstract sealed class LocationRefusal extends Refusal {

    private LocationRefusal(Kind kind, String code, String detail, Map<String, Object> facts) {
        super(kind, code, detail, facts);
    }

    /** The id is taken. */
    public static final class LocationExists extends LocationRefusal {
        public LocationExists(LocationId id) {
            super(Kind.CONFLICT, "location-exists", "There is a location with this id already.", Map.of("id", id));
        }
    }
}
