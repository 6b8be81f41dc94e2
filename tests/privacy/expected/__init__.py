"""What each read has to answer, worked out plainly on a world without anything hidden; one module for each room."""
