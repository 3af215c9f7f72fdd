package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that documents are kept in, in MongoDB and Redis alike: nothing is written for what is absent. */
public final class StoredJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                    usual -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private StoredJson() {}

    /** The one mapper. */
    public static JsonMapper mapper() {
        return MAPPER;
    }
}
