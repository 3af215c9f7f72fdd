package stockledger.command.reservation;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReservationSettings.class)
class ReservationWiring {

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
    ReservationProcess reservationDesk(
            Commands commands,
            @Qualifier("reservationLines") ExecutorService lines,
            KnownStreams known,
            Clock clock,
            ReservationSettings settings) {
        return new ReservationProcess(
                commands, new ParallelLines(lines, settings.largeCartLines()), known, clock, settings);
    }
}
