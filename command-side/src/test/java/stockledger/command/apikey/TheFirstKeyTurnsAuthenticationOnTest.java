package stockledger.command.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** In protected mode everybody on this machine may do all, until somebody issues a key: also when that is revoked. */
class TheFirstKeyTurnsAuthenticationOnTest {

    private static final String LOCATION = "{\"id\":\"%s\",\"name\":\"Main\"}";

    @Test
    void everyInstanceAsksForItFromThenOn() {
        try (RunningCommandSide commandSide = new RunningCommandSide(2)) {
            assertThat(commandSide
                            .post("/v1/locations", LOCATION.formatted("A"))
                            .status())
                    .isEqualTo(201);
            String useless = "{\"name\":\"shop\",\"scopes\":[\"stock:write\"]}";
            assertThat(commandSide.post("/v1/api-keys", useless).body().toString())
                    .contains("first-key-needs-ops");

            Answer issued = commandSide.post(
                    "/v1/api-keys", "{\"name\":\"operator\",\"scopes\":[\"ops\"],\"reason\":\"the first\"}");
            assertThat(issued.status()).isEqualTo(201);

            Answer refused = commandSide.post("/v1/locations", LOCATION.formatted("B"));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(refused.body().path("detail").asString()).contains("X-API-Key", "Authorization: Bearer");
            Awaitility.await()
                    .until(() -> commandSide
                                    .post(1, "/v1/locations", LOCATION.formatted("A"))
                                    .status()
                            == 401);

            String path = "/v1/api-keys/" + issued.body().path("id").asString() + "/revoke";
            String key = issued.body().path("key").asString();
            Answer revoked = commandSide.send(
                    0,
                    "POST",
                    path,
                    "application/json",
                    "{\"reason\":\" it leaked \"}",
                    "Authorization",
                    "Bearer " + key);
            assertThat(revoked.status()).isEqualTo(200);
            assertThat(commandSide.stream("api-keys"))
                    .extracting(event -> event.metaData().path("reason").asString())
                    .containsExactly("the first", "it leaked");
            assertThat(commandSide
                            .post("/v1/locations", LOCATION.formatted("C"))
                            .status())
                    .isEqualTo(401);
        }
    }
}
