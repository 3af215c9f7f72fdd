package stockledger.command.location;

import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.LocationId;

/** The refusals of location commands. */
public abstract sealed class LocationRefusal extends Refusal {

    private LocationRefusal(Kind kind, String code, String detail, Map<String, Object> properties) {
        super(kind, code, detail, properties);
    }

    /** A location with this id exists. */
    public static final class LocationExists extends LocationRefusal {
        public LocationExists(LocationId id) {
            super(Kind.CONFLICT, "location-exists", "A location with this id already exists.", Map.of("id", id));
        }
    }
}
