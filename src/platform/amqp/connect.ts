// A module of its own, because it is loaded late: bundled, a CommonJS package would be no more than its default export then.
export { connect } from 'amqplib';
