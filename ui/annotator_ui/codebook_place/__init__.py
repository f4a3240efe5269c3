"""What is in the codebook, and how did it change?"""
