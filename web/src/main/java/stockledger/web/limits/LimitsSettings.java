package stockledger.web.limits;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What callers may take of the threads and connections of this process. The bounds of threads together are below
 * {@code server.tomcat.threads.max}.
 *
 * @param bodyDeadline longest time that a request may wait for its body; a request that waits longer is answered 408
 * @param rowsDeadline the same for bodies of rows
 * @param bodyLeastRate bytes per second that a body arrives with, and a response is read with, at least, after 5 s of waiting; a
 *     slower one is ended, a request by 408
 * @param bodyThreads threads that may wait at the same time for bodies, or until responses are read; beyond it the slowest caller
 *     is ended, or a request without its body is answered 503 {@code overloaded}
 * @param commands commands that are executed or wait at the same time; more are answered 503 {@code overloaded}
 * @param queries the same for queries that are not answered from the memory of this process
 * @param headerDeadline longest time from the first byte of a request to the end of its headers; the connection is then closed
 * @param connectionsPerAddress connections that one remote address may have while more than three quarters of
 *     {@code server.tomcat.max-connections} are open; further ones are closed
 * @param trustedProxies regular expression of the addresses of proxies whose {@code X-Forwarded-For} is believed; none, if
 *     not set. Their connections are not counted per address
 */
@Validated
@ConfigurationProperties("stockledger.limits")
record LimitsSettings(
        @DefaultValue("15s") @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration bodyDeadline,

        @DefaultValue("15m") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 1)
        Duration rowsDeadline,

        @DefaultValue("4KB") @NotNull DataSize bodyLeastRate,
        @DefaultValue("30") @Min(1) @Max(10_000) int bodyThreads,
        @DefaultValue("100") @Min(1) @Max(10_000) int commands,
        @DefaultValue("100") @Min(1) @Max(10_000) int queries,

        @DefaultValue("10s") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration headerDeadline,

        @DefaultValue("512") @Min(1) @Max(1_000_000) int connectionsPerAddress,
        @DefaultValue("") @NotNull String trustedProxies) {}
