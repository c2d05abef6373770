module.exports = () => 'useful';
