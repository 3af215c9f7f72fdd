package stockledger.command.reservation;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.demand.RefusedDemand;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReservationSettings.class)
class ReservationConfiguration {

    /** Below this, threads cost more than parallel lines save. */
    private static final int LARGE_FROM = 9;

    /** Most holds end within milliseconds; a caller retries after the refusal. */
    private static final Duration IN_PROGRESS_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    AggregateRegistration<Reservation> reservationAggregate() {
        return new AggregateRegistration<>(Reservation.class);
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService reservationLines(ReservationSettings settings) {
        return Executors.newFixedThreadPool(settings.lineThreads(), work -> {
            Thread thread = new Thread(work, "reservation-lines");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    ReservationProcess reservationProcess(
            Commands commands,
            @Qualifier("reservationLines") ExecutorService lines,
            KnownStreams streams,
            RefusedDemand refused) {
        return new ReservationProcess(
                commands, new ParallelLines(lines, LARGE_FROM), streams, refused, IN_PROGRESS_TIMEOUT);
    }
}
