"""What a credit of each programme is: identifiers and the scope within which its serial numbers are unique."""
