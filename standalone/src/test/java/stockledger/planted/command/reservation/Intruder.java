package stockledger.planted.command.reservation;

import stockledger.planted.command.stock.OpenStock;

/** Planted: reservation imports more of stock than commands and refusals. */
class Intruder {
    OpenStock stock;
}
