package stockledger.command.reservation;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRoom;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReservationSettings.class)
class ReservationWiring {

    @Bean
    AggregateRoom<Reservation> reservationAggregate() {
        return new AggregateRoom<>(Reservation.class);
    }

    @Bean
    ReservationDesk reservationDesk(Commands commands, KnownStreams known, Clock clock, ReservationSettings settings) {
        return new ReservationDesk(commands, known, clock, settings);
    }
}
