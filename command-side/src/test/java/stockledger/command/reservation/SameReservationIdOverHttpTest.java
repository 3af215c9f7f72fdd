package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** 201 means held: the same id again gets the first answer only while it is held and every member is the same. */
class SameReservationIdOverHttpTest {

    private static final String BODY = """
            {"id":"%s","lines":[{"sku":"MUG-1","quantity":2,"locationId":"MAIN"}],"ttlSeconds":600,\
            "locationPolicy":"fewestLocations","reference":"order 9"}""";

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1);
        commandSide.stocked("MAIN", 100, "MUG-1");
        assertThat(commandSide
                        .post("/v1/locations", "{\"id\":\"SHOP\",\"name\":\"Shop\"}")
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void whileItIsHeldTheFirstAnswerIsGivenAgain() {
        Answer first = hold(BODY.formatted("again"));
        long events = commandSide.events();
        Answer second = hold(BODY.formatted("again"));

        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("ETag"))
                .isEqualTo(first.headers().firstValue("ETag"));
        assertThat(second.headers().allValues("Idempotent-Replayed")).containsExactly("true");
        assertThat(commandSide.events()).isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirm", "release", "confirm,ship", "confirm,cancel"})
    void onceItIsNotHeldAnyMoreItIsRefused(String steps) {
        String id = "ended-" + steps.replace(',', '-');
        assertThat(hold(BODY.formatted(id)).status()).isEqualTo(201);
        for (String step : steps.split(",", -1)) {
            assertThat(commandSide
                            .post("/v1/reservations/" + id + "/" + step, "{}")
                            .status())
                    .isEqualTo(200);
        }

        refused(hold(BODY.formatted(id)));
    }

    @Test
    void onceItHasExpiredItIsRefused() {
        String body = BODY.formatted("expired").replace("600", "1");
        assertThat(hold(body).status()).isEqualTo(201);
        await().untilAsserted(() -> refused(hold(body)));
    }

    static Stream<Arguments> otherMembers() {
        return Stream.of(
                Arguments.of("\"ttlSeconds\":600", "\"ttlSeconds\":601"),
                Arguments.of("\"locationId\":\"MAIN\"", "\"locationId\":\"SHOP\""),
                Arguments.of(",\"locationId\":\"MAIN\"", ""),
                Arguments.of("\"quantity\":2", "\"quantity\":3"),
                Arguments.of("fewestLocations", "given"),
                Arguments.of("order 9", "order 10"),
                Arguments.of(",\"reference\":\"order 9\"", ""));
    }

    @ParameterizedTest
    @MethodSource("otherMembers")
    void anotherMemberIsRefused(String member, String other) {
        String id = "member-" + Integer.toHexString((member + other).hashCode());
        assertThat(hold(BODY.formatted(id)).status()).isEqualTo(201);

        refused(hold(BODY.formatted(id).replace(member, other)));
    }

    @Test
    void anotherCallerIsRefused() {
        assertThat(hold(BODY.formatted("mine"), "X-Actor", "web-1").status()).isEqualTo(201);

        refused(hold(BODY.formatted("mine"), "X-Actor", "web-2"));
        assertThat(hold(BODY.formatted("mine"), "X-Actor", "web-1").status()).isEqualTo(201);
    }

    @Test
    void itsIdempotencyKeyStillGetsTheFirstAnswer() {
        Answer first = hold(BODY.formatted("keyed"), "Idempotency-Key", "key-1");
        assertThat(commandSide.post("/v1/reservations/keyed/release", "{}").status())
                .isEqualTo(200);

        Answer again = hold(BODY.formatted("keyed"), "Idempotency-Key", "key-1");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().allValues("Idempotent-Replayed")).isEqualTo(List.of("true"));
    }

    private static void refused(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("reservation-exists");
    }

    private static Answer hold(String body, String... headers) {
        return commandSide.send(0, "POST", "/v1/reservations", "application/json", body, headers);
    }
}
